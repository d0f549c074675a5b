import { CloudError } from "./cloud-error";
import type { Admission } from "./simulated-type";

/** Who writes what right now, where changes overlap: some objects take one change at a time, see `Use.busy`. */
export class Turns {
  private readonly writers = new Map<string, string>();

  /**
   * Says that a change goes on for a while.
   * @param urn what is changed
   * @param written keys of the objects that it writes
   * @returns ends it
   */
  begin(urn: string, written: string[]): () => void {
    for (const key of written) this.writers.set(key, urn);
    return () => written.forEach((key) => this.writers.delete(key));
  }

  /**
   * Makes sure that nothing else writes what a change would write.
   * @throws CloudError
   */
  check({ uses = [] }: Admission, urn: string): void {
    for (const { key, busy } of uses) {
      const other = this.writers.get(key);
      if (busy === undefined || other === undefined || other === urn) continue;
      throw new CloudError(busy, `429: ${other} writes the ${key} at the same time; let one depend on the other`);
    }
  }
}
