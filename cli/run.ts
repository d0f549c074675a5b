import { exitCodes } from "./exit-codes";
import { main } from "./lls";

// The entry of the command `lls`: nothing but its exit code leaves it.
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});

// A reader that has seen enough (`| head`) is no failure, and the verdict stays the exit code.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    process.stderr.write(`lls: the output cannot be written: ${error.message}\n`);
    process.exit(exitCodes.internal);
  });
}
