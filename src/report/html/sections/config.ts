import { settingsYaml } from '../../../config/settings-yaml.ts';
import type { Subject } from '../../subject.ts';
import { html, type Html } from '../html.ts';

/** The section of the config with every default filled in. It names secrets, and has none. */
export function configSection({ run, plan }: Subject): Html {
  const { configFile, section, workingFolder } = run.header;
  return html`<section id="config" aria-labelledby="config-heading">
    <h2 id="config-heading">Config</h2>
    <p>
      ${configFile}, section ${section}, run in ${workingFolder}. Every default is filled in; secrets are named and not
      told.
    </p>
    <details class="printed-too">
      <summary>The section</summary>
      <pre>${settingsYaml(plan)}</pre>
    </details>
  </section>`;
}
