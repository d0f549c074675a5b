import { readFileSync } from "node:fs";
import { BadInput } from "../components/bad-input";

/**
 * The text of a file that an option names.
 * @param option for the message, `--facts`
 * @param name of the file for the message, if it is not the path
 * @throws BadInput if it is missing or cannot be read
 */
export function readGivenFile(path: string, option: string, name = path): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "there is no such file" : `cannot be read (${code})`;
    throw new BadInput(name, [{ path: option, reason }]);
  }
}
