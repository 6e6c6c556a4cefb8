import { settingsYaml } from '../../../config/settings-yaml.ts';
import type { Subject } from '../../subject.ts';
import { html, type Html } from '../html.ts';

const MOST_CHARACTERS = 2 * 1024 * 1024;

/** The section of the config with every default filled in. It names secrets, and has none. */
export function configSection({ run, plan }: Subject): Html {
  const { configFile, section, workingFolder } = run.header;
  const text = settingsYaml(plan);
  return html`<section id="config" aria-labelledby="config-heading">
    <h2 id="config-heading">Config</h2>
    <p>
      ${configFile}, section ${section}, run in ${workingFolder}. Every default is filled in; secrets are named and not
      told.
    </p>
    ${
      text.length > MOST_CHARACTERS
        ? html`<p>It is too long to stand here, and all in the first line of <code>events.ndjson</code>.</p>`
        : html`<details class="printed-too">
            <summary>The section</summary>
            <pre>${text}</pre>
          </details>`
    }
  </section>`;
}
