// What HubSpot accepted of our properties in a portal; rules write only what is there.
import { z } from "zod";

export const prepared = z.object({
  /** Names of our properties that stand, per object. */
  contact: z.array(z.string()),
  /** Absent: last prepared by a release that wrote no companies; to be prepared again before one is written. */
  company: z.array(z.string()).optional(),
  deal: z.array(z.string()),
  call: z.array(z.string()),
  /** What was refused and what follows from it, in words for the settings page. */
  missing: z.array(z.string()),
});
export type Prepared = z.infer<typeof prepared>;
