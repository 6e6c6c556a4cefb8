import type { Subject } from '../../subject.ts';
import { html, type Html } from '../html.ts';
import { linkToFile } from '../links.ts';

/** The files of the run itself; those of a task are linked where that stands. */
export function filesSection({ run }: Subject): Html {
  const own = run.files.filter(({ task }) => task === null);
  return html`<section id="files" aria-labelledby="files-heading">
    <h2 id="files-heading">Files</h2>
    <p>In ${run.folder}, as long as the run is kept; what tasks printed is in the folder <code>output</code>.</p>
    <ul class="links">
      ${own.map((file) => html`<li>${linkToFile(run, file)}</li>`)}
    </ul>
  </section>`;
}
