import { main } from "@pulumi/pulumi/provider";
import { BadInput } from "../components/bad-input";
import { ComponentProvider } from "./component-provider";

/** What Pulumi's plugin host calls, with the engine's address among the arguments of the process. */
function serve(): Promise<void> {
  // A value that turns out wrong while resources are made is thrown at nobody. The host prints it, and so does the SDK's server, with its stack.
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (error) => {
    if (error instanceof BadInput) error.stack = error.message;
  });
  return main(new ComponentProvider(), process.argv.slice(2));
}

// The host calls a function only if it is the whole export, and takes a component that is exported for one to serve itself.
module.exports = serve;
