import { join } from "node:path";
import { expect, it } from "vitest";
import { exampleProject } from "./example-program";
import { firstRegistration } from "./started-program";
import { programs } from "./programs";

const root = join(__dirname, "..", "..");

it.each(programs.map((program) => [program.folder, program] as const))(
  "Pulumi's language host starts examples/%s as its Pulumi.yaml says",
  { timeout: 120_000 },
  async (example, { project, stack, config }) => {
    const { main, runtime } = exampleProject(example);
    const folder = join(root, "examples", example);
    await expect(
      firstRegistration({ folder, main, project, stack, config, options: runtime.options }),
    ).resolves.toMatch(/^(?:pulumi:providers:|pulumi:pulumi:StackReference$|platform:index:Streaming$)/);
  },
);
