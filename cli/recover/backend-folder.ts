import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Lock } from "../../recovery/lock";

/** A backend that is a folder (`file://…`), looked into without the CLI. */
export class BackendFolder {
  /** `.pulumi` in it. */
  private readonly root: string;

  /**
   * @param url such as `file://~`, `file://./state` and `file:///var/state?…` (pulumi: pkg/backend/diy/backend.go, massageBlobPath)
   * @param cwd of the CLI
   */
  constructor(url: string, cwd: string) {
    const path = url.slice("file://".length).replace(/\?.*/, "");
    const folder = path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : resolve(cwd, path);
    this.root = join(folder, ".pulumi");
  }

  /** Locks are files in a folder of the stack (pulumi: pkg/backend/diy/lock.go); in old backends its path has no project. */
  lock(project: string, stack: string): Lock {
    if (!existsSync(this.root)) return { state: "unknown", reason: `there is no backend at ${this.root}` };
    const folders = [join("organization", project, stack), stack].map((path) => join(this.root, "locks", path));
    const files = folders.flatMap((folder) => filesIn(folder).filter((file) => file.endsWith(".json")));
    return files.length === 0 ? { state: "free" } : { state: "held", holders: files.map(holderOf) };
  }

  /**
   * Files that keep the CLI from reading the state. Each blob has a file beside it with its content type and checksum, which is not
   * written at once (gocloud.dev/blob/fileblob, setAttrs): a killed CLI can leave an empty one. Without it the blob is read as it is.
   */
  damaged(project: string, stack: string): string[] {
    const folders = [join("stacks", project), "stacks"].map((path) => join(this.root, path));
    return folders.flatMap((folder) =>
      filesIn(folder).filter((file) => file.startsWith(join(folder, `${stack}.json`)) && isBrokenAttributes(file)),
    );
  }
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map(({ name }) => join(folder, name)).sort();
}

function isBrokenAttributes(file: string): boolean {
  return file.endsWith(".attrs") && parsed(file) === undefined;
}

function holderOf(file: string): string {
  const { pid, username, hostname, timestamp } = parsed(file) ?? {};
  return pid === undefined ? `whoever wrote ${file}` : `${username}@${hostname}, process ${pid}, since ${timestamp}`;
}

/** Content of a file of text and numbers; undefined if it is not complete. */
function parsed(file: string): Record<string, string | number> | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, string | number>;
  } catch {
    return undefined;
  }
}
