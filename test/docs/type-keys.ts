/** The keys of exported types, as the compiler knows them. */
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './markdown.ts';

export interface Member {
  /** The literal of its `type` or `kind`; none for a type that is no union by one of these. */
  readonly tag: string | undefined;
  /** Without that one. */
  readonly keys: readonly string[];
}

/** The members of a union, or the type itself as the only one. */
export type MembersOf = (file: string, type: string) => readonly Member[];

/** Reads the types that these files of `src/` export. */
export function typesOf(...files: readonly string[]): MembersOf {
  const paths = files.map((file) => join(ROOT, 'src', file));
  const program = ts.createProgram(paths, {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    strict: true,
    noEmit: true,
    types: ['node'],
  });
  const checker = program.getTypeChecker();
  return (file, name) => {
    const source = program.getSourceFile(join(ROOT, 'src', file));
    const exported = source && checker.getSymbolAtLocation(source);
    const symbol = (exported ? checker.getExportsOfModule(exported) : []).find((other) => other.name === name);
    if (symbol === undefined) throw new Error(`src/${file} exports no type ${name}`);
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    return (type.isUnion() ? type.types : [type]).map((member) => {
      const tags = ['type', 'kind'].flatMap((key) => {
        const property = member.getProperty(key);
        const value = property && checker.getTypeOfSymbol(property);
        return value?.isStringLiteral() === true ? [{ key, value: value.value }] : [];
      });
      const keys = member.getProperties().map((property) => property.name);
      return { tag: tags[0]?.value, keys: keys.filter((key) => key !== tags[0]?.key) };
    });
  };
}
