import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { bundle } from './build.ts';
import { keepParts, splitAtMarks } from './marks.ts';

/** Names that are used and not declared, and places that do not parse. */
function faultsOf(codes: ReadonlyMap<string, string>): string[] {
  const options: ts.CompilerOptions = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2018,
    lib: ['lib.es2019.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, languageVersion, ...rest) => {
    const code = codes.get(name);
    return code === undefined
      ? getSourceFile.call(host, name, languageVersion, ...rest)
      : ts.createSourceFile(name, code, languageVersion);
  };
  const program = ts.createProgram([...codes.keys()], options, host);
  const cannotFindName = 2304;
  return program
    .getSourceFiles()
    .flatMap((file) =>
      codes.has(file.fileName)
        ? [
            ...program.getSyntacticDiagnostics(file),
            ...program.getSemanticDiagnostics(file).filter(({ code }) => code === cannotFindName),
          ].map(({ messageText }) => `${file.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`)
        : [],
    );
}

describe('splitAtMarks', () => {
  it('cuts at marks, nested ones too', () => {
    const parts = splitAtMarks('a;//! if x|y\nb;//! if z\nc;//! end\n//! end\nd;');
    expect(parts).toEqual([
      [[], 'a;'],
      [[['x', 'y']], 'b;'],
      [[['x', 'y'], ['z']], 'c;'],
      [[], 'd;'],
    ]);
    expect(keepParts(parts, new Set(['y']))).toBe('a;b;d;');
    expect(keepParts(parts, new Set(['z']))).toBe('a;d;');
  });

  it.each(['a;//! end\nb;', '//! if x\na;', '//! if X Y\na;//! end\n'])('refuses %j', (code) => {
    expect(() => splitAtMarks(code)).toThrow();
  });

  it('leaves whole programs, whichever features are wanted', { timeout: 120_000 }, async () => {
    const codes = new Map<string, string>();
    const parts = splitAtMarks(await bundle('page'));
    const features = [...new Set(parts.flatMap(([needs]) => needs.flat()))];
    codes.set('/page-none.js', keepParts(parts, new Set()));
    codes.set('/page-all.js', keepParts(parts, new Set(features)));
    for (const feature of features) {
      codes.set(`/page-only-${feature}.js`, keepParts(parts, new Set([feature])));
      codes.set(
        `/page-without-${feature}.js`,
        keepParts(parts, new Set(features.filter((other) => other !== feature))),
      );
    }
    for (const [name, code] of codes) codes.set(name, code.replace('__UVP_SETTINGS__', '{}'));
    expect(features.length).toBeGreaterThan(15);
    expect(faultsOf(codes)).toEqual([]);
    expect(faultsOf(new Map([['/broken.js', '(()=>{missing()})();']]))).toEqual([
      "/broken.js: Cannot find name 'missing'.",
    ]);
  });
});
