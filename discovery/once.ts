/** The same way to warn, that says every sentence once: several pools may miss the same permission. */
export function once(warn: (message: string) => void): (message: string) => void {
  const said = new Set<string>();
  return (message) => {
    if (!said.has(message)) warn(message);
    said.add(message);
  };
}
