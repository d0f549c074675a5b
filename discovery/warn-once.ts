/**
 * The same way to warn, that says every sentence once: several pools may miss the same permission.
 * @param said takes what was said
 */
export function warnOnce(warn: (message: string) => void, said = new Set<string>()): (message: string) => void {
  return (message) => {
    if (!said.has(message)) warn(message);
    said.add(message);
  };
}
