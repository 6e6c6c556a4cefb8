import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { readManifest } from '../build/licenses.ts';
import { ROOT } from '../build/paths.ts';
import { NODE_VERSION, type NodeOfMachine } from './node.ts';

/** As much of a CycloneDX document as is looked at here. */
interface Bill {
  readonly metadata: { readonly component: Readonly<Record<string, unknown>> };
  readonly components: readonly Component[];
  readonly dependencies?: unknown;
}

interface Component {
  readonly name: string;
  readonly version: string;
  readonly 'bom-ref'?: string;
  readonly [more: string]: unknown;
}

/** What npm tells of the project, of the bundled packages only, and Node with all that it is made of. */
export function billOfMaterials(folders: readonly string[], node: NodeOfMachine): object {
  const bill = JSON.parse(
    execFileSync('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    }),
  ) as Bill;
  const bundled = folders.map((folder) => componentOf(bill, folder));
  const { component } = bill.metadata;
  const refs = [...bundled.map((one) => one['bom-ref']), NODE_REF];
  return {
    ...bill,
    // npm names the folder.
    metadata: { ...bill.metadata, component: { ...component, name: 'servo-exec', type: 'application' } },
    components: [...bundled, nodeComponent(node)],
    dependencies: [{ ref: component['bom-ref'], dependsOn: refs }, ...refs.map((ref) => ({ ref, dependsOn: [] }))],
  };
}

/** Not "optional", nor of the development: its code is in the files that are handed out. */
function componentOf(bill: Bill, folder: string): Component {
  const { name, version } = readManifest(join(ROOT, folder));
  const found = bill.components.find((component) => component.name === name && component.version === version);
  if (found === undefined) throw new Error(`npm sbom does not know ${name} ${version}`);
  return { ...found, scope: 'required', properties: [] };
}

const NODE_REF = `node@${NODE_VERSION}`;

function nodeComponent({ executable }: NodeOfMachine): Component {
  const told = execFileSync(executable, ['-p', 'JSON.stringify(process.versions)'], { encoding: 'utf8' });
  const { node: version = '', modules, ...parts } = JSON.parse(told) as Readonly<Record<string, string>>;
  return {
    'bom-ref': NODE_REF,
    type: 'platform',
    name: 'node',
    version,
    scope: 'required',
    purl: `pkg:generic/node@${version}`,
    properties: [{ name: 'abi', value: modules }],
    components: Object.entries(parts).map(([name, ofPart]) => ({
      'bom-ref': `${NODE_REF}/${name}@${ofPart}`,
      type: 'library',
      name,
      version: ofPart,
    })),
  };
}
