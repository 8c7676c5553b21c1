import ts from 'typescript';

/** Names that scripts use and nobody declares, and places that do not parse; `codes` by file name. */
export function scriptFaults(codes: ReadonlyMap<string, string>): string[] {
  const options: ts.CompilerOptions = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2018,
    module: ts.ModuleKind.ES2015,
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
