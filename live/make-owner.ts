import type { Owner } from "./owner.ts";
import { commandOwner } from "./owners/command.ts";
import type { OwnerFile } from "./schema-owner.ts";

/** The owner that the configuration describes; `folder`: of the file. */
export function makeOwner(group: string, { command }: OwnerFile, folder: string): Owner {
  return commandOwner(group, command.read, folder);
}
