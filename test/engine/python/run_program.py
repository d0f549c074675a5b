"""Runs a Python program under the real engine, as an inline program: no language host is needed.

Arguments: folder of the program, working directory of the engine, project, configuration as JSON ({key: {"value", "secret"}}).
Prints one JSON object: what each command changed, the outputs and the state.
"""

import json
import os
import runpy
import sys

from pulumi import automation as auto


def main(folder: str, work_dir: str, project: str, config: dict) -> dict:
    def program() -> None:
        runpy.run_path(os.path.join(folder, "__main__.py"), run_name="__main__")

    os.chdir(folder)
    stack = auto.create_or_select_stack(
        stack_name="dev",
        project_name=project,
        program=program,
        opts=auto.LocalWorkspaceOptions(work_dir=work_dir),
    )
    stack.set_all_config({key: auto.ConfigValue(**value) for key, value in config.items()})
    preview = stack.preview().change_summary
    up = stack.up()
    state = stack.export_stack().deployment
    again = stack.preview().change_summary
    destroy = stack.destroy().summary.resource_changes
    return {
        "preview": preview,
        "up": up.summary.resource_changes,
        "outputs": {key: output.value for key, output in up.outputs.items()},
        "state": state,
        "again": again,
        "destroy": destroy,
    }


if __name__ == "__main__":
    given = sys.argv[1:4]
    result = main(*given, json.loads(sys.argv[4]))
    print("\n" + json.dumps(result, default=str))
