// PostgreSQL refuses to run as root, so for root it runs as user postgres: lets that user pass through root's folders.
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Gives group postgres the right to pass (not to read) every folder above `folder` that only root may enter.
 * A folder that already belongs to some group is left alone: others may depend on it.
 * @returns the folders that were changed
 */
export function letPostgresPass(folder: string): string[] {
  const group = Number(execFileSync("id", ["-g", "postgres"], { encoding: "utf8" }));
  const changed: string[] = [];
  for (let path = folder; path !== dirname(path); path = dirname(path)) {
    const { mode, uid } = statSync(path);
    const passable = (mode & 0o001) !== 0;
    if (passable || statSync(path).gid === group) continue;
    if (uid !== 0 || (mode & 0o070) !== 0) {
      throw new Error(
        `The built-in PostgreSQL runs as user "postgres", which may not enter ${path}. Run as a normal user, move the folder to where everybody may pass, such as /opt, or set DATABASE_URL.`,
      );
    }
    chownSync(path, 0, group);
    chmodSync(path, (mode & 0o7777) | 0o010);
    changed.push(path);
  }
  return changed;
}
