export type SnippetLanguage = 'bash' | 'csp' | 'go' | 'html' | 'js' | 'php' | 'python' | 'ts' | 'tsx';

/** Code that a screen shows for people to copy. */
class Snippet {
  /** Stands beside the copy button for those who cannot see where it is. */
  readonly title: string;
  readonly language: SnippetLanguage;
  readonly text: string;
  /** Makes the class nominal: an object that only looks like a snippet is not one. */
  protected readonly isSnippet = true;

  constructor(title: string, language: SnippetLanguage, text: string) {
    this.title = title;
    this.language = language;
    this.text = text;
  }
}

export type { Snippet };

/** Only for the modules of this folder: what they export is run by `docs/dashboardSnippets.test.ts`. */
export function makeSnippet(title: string, language: SnippetLanguage, text: string): Snippet {
  return new Snippet(title, language, text);
}
