// How much of large webhooks may be under way at a time: opened, read and stored, each is held in memory several times over.
import type { EventEmitter } from "node:events";

const megabyte = 1024 * 1024;

export interface Room {
  /** Of all bodies under way together, by what each may hold at most. */
  bytes: number;
  /** Who finds it spent waits, unread, this long at most: some senders never send again. */
  waitMs: number;
  /** So many at most, each of them a connection with what its buffers hold. */
  waiting: number;
}

/** Eight of 6 MB: 120 posts of 5 MB at once, of 25 KB each when compressed, used up a heap of 512 MB without it. */
const plenty: Room = { bytes: 48 * megabyte, waitMs: 5_000, waiting: 100 };

export type Release = () => void;

export interface LargeBodies {
  /** null: there was no room in time, or nobody waits for the answer any more. */
  enter(bytes: number, response: Pick<EventEmitter, "once" | "off">): Promise<Release | null>;
}

interface Waiting {
  bytes: number;
  end(release: Release | null): void;
}

export function largeBodies(room: Room = plenty): LargeBodies {
  let used = 0;
  /** In the order in which they came. */
  const line = new Set<Waiting>();

  /** One always fits, however little room there is. */
  const fits = (bytes: number): boolean => used === 0 || used + bytes <= room.bytes;

  const admit = (bytes: number): Release => {
    used += bytes;
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      used -= bytes;
      for (const next of line) {
        if (!fits(next.bytes)) return;
        next.end(admit(next.bytes));
      }
    };
  };

  return {
    async enter(bytes, response) {
      if (line.size === 0 && fits(bytes)) return admit(bytes);
      if (line.size >= room.waiting) return null;
      return new Promise((done) => {
        const giveUp = (): void => next.end(null);
        const timer = setTimeout(giveUp, room.waitMs);
        const next: Waiting = {
          bytes,
          end(release) {
            line.delete(next);
            clearTimeout(timer);
            response.off("close", giveUp);
            done(release);
          },
        };
        line.add(next);
        response.once("close", giveUp);
      });
    },
  };
}
