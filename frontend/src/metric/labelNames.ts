/** The longest name of a label in characters, and its longest value in bytes. */
export const labelLimits = { name: 120, value: 200 } as const;

/** Why the names of labels cannot be used, or undefined; an empty name is none yet. The API knows some reserved ones besides. */
export function labelNamesFault(names: readonly string[]): string | undefined {
  const given = names.filter((name) => name !== '');
  const wrong = given.find((name) => !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name));
  if (wrong !== undefined) return `cannot be called “${wrong}”: letters, digits and _ only, no digit first`;
  const twice = given.find((name, index) => given.indexOf(name) !== index);
  return twice === undefined ? undefined : `have “${twice}” twice`;
}
