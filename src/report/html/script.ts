import { javascript } from './html.ts';

/** Choosing, opening and finding tasks. Without it all of them are there, to be opened one by one. */
export const SCRIPT = javascript`
'use strict';
(() => {
  const items = [...document.querySelectorAll('ol.tasks > li')];
  const names = items.map((item) => item.querySelector('.name').textContent.toLowerCase());
  const stages = [...document.querySelectorAll('section.stage')];
  const toolbar = document.querySelector('.toolbar');
  const input = document.getElementById('name');
  const found = document.getElementById('found');
  const buttons = [...toolbar.querySelectorAll('[data-show]')];
  toolbar.hidden = items.length < 2;

  const choose = () => {
    const wanted = input.value.trim().toLowerCase();
    const states = new Set(buttons.filter((b) => b.getAttribute('aria-pressed') === 'true').map((b) => b.dataset.show));
    let count = 0;
    items.forEach((item, index) => {
      item.hidden = !(names[index].includes(wanted) && (states.size === 0 || states.has(item.dataset.state)));
      if (!item.hidden) count += 1;
    });
    const isAll = count === items.length;
    for (const stage of stages) stage.hidden = !isAll && stage.querySelector('ol.tasks > li:not([hidden])') === null;
    found.textContent = isAll ? '' : count + ' of ' + items.length + ' tasks';
  };

  const show = (place) => {
    const inside = document.getElementById(place);
    const details = inside && inside.closest('details');
    if (!details) return;
    const item = details.closest('li');
    if (item.hidden) {
      input.value = '';
      for (const button of buttons) button.setAttribute('aria-pressed', 'false');
      choose();
    }
    details.open = true;
    item.scrollIntoView({ block: 'nearest' });
    return details;
  };

  let waiting;
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(choose, 120);
  });
  toolbar.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) return;
    if (button.dataset.show) {
      button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
      choose();
    } else {
      for (const item of items) if (!item.hidden) item.firstElementChild.open = button.dataset.open !== '';
    }
  });
  document.querySelector('.time-line').addEventListener('click', (event) => {
    const bar = event.target.closest('[data-to]');
    const details = bar && show(bar.dataset.to);
    if (details) details.firstElementChild.focus();
  });
  const follow = () => show(decodeURIComponent(location.hash.slice(1)));
  addEventListener('hashchange', follow);
  if (location.hash) follow();
})();
`;
