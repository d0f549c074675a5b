import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The folder of the nearest Pulumi.yaml, from a folder upwards; the folder itself if there is none. Pulumi starts a pack in the
 * pack's own folder, below the project's in a checkout as in node_modules, and does not tell where the program is.
 */
export function projectFolder(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
    if (dirname(folder) === folder) return from;
  }
}
