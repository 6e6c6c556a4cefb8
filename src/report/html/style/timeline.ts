import { css } from '../html.ts';

export const TIMELINE = css`
  .time-line {
    margin: 0;
  }
  .time-line .row {
    display: grid;
    grid-template-columns: 9rem 1fr;
    gap: 0 0.75rem;
    align-items: center;
  }
  .row > :first-child {
    color: var(--quiet);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    text-align: right;
    font-size: 0.8125rem;
  }
  .row > a:first-child {
    color: var(--link);
  }
  svg {
    display: block;
    width: 100%;
    height: 1.5rem;
    overflow: visible;
  }
  svg text {
    font-size: 0.75rem;
    fill: var(--quiet);
    dominant-baseline: central;
  }
  .stages svg svg {
    overflow: hidden;
  }
  .stages text {
    fill: var(--text);
  }
  .stage rect,
  rect.stage {
    fill: var(--raised);
    stroke: var(--line);
  }
  rect.stage.window {
    fill: var(--window);
  }
  rect.window {
    fill: var(--window);
  }
  .tick {
    stroke: var(--line);
    stroke-dasharray: 1 3;
  }
  rect.bar {
    y: 20%;
    height: 60%;
    fill: var(--bar);
    stroke: var(--bar);
    stroke-width: 1;
  }
  rect.bar.failed {
    fill: var(--failed-bar);
    stroke: var(--failed-bar);
  }
  rect.bar.passed-over,
  rect.bar.not-seen {
    fill: var(--warned-bar);
    stroke: var(--warned-bar);
  }
  rect.bar.stopped {
    fill: var(--page);
    stroke: var(--bar);
  }
  rect.bar.running,
  rect.bar.left-running {
    fill: var(--busy-bar);
    stroke: var(--busy);
    stroke-dasharray: 4 3;
  }
  text.sign {
    font-weight: 700;
    stroke: var(--page);
    stroke-width: 2px;
    paint-order: stroke;
    pointer-events: none;
  }
  text.sign.failed {
    fill: var(--failed);
  }
  text.sign.passed-over,
  text.sign.not-seen {
    fill: var(--warned);
  }
  .time-line rect[data-to] {
    cursor: pointer;
  }
`;
