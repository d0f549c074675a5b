import { main } from "./lls";

// The entry of the command `lls`: nothing but its exit code leaves it.
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
