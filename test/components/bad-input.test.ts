import { expect, it } from "vitest";
import { BadInput } from "../../components/bad-input";

it("shows a value, unless it may hold credentials", () => {
  const problems = ["registry.example.com/", "user:hunter2@registry.example.com", { url: "a@b" }].map((value) => ({
    path: "imageRegistry",
    value,
    reason: "is wrong",
  }));
  const { message } = new BadInput("Pulumi.dev.yaml", problems);
  expect(message).toContain('is wrong (got "registry.example.com/")');
  expect(message).not.toContain("hunter2");
  expect(message).not.toContain("a@b");
});
