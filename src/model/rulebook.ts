// All that a portal has decided beforehand and that rules go by; snapshot and event are the rest.
import type { Directory } from "./crm.ts";
import type { Employee } from "./employee.ts";
import type { Matrix } from "./matrix.ts";
import type { Prepared } from "./prepared.ts";
import type { PropertyMap } from "./property-map.ts";
import type { Settings } from "./settings.ts";

export interface Rulebook {
  settings: Settings;
  matrix: Matrix;
  employees: readonly Employee[];
  directory: Directory;
  prepared: Prepared;
  /** What goes into properties of the portal's own. */
  propertyMap: PropertyMap;
  /** What HubSpot must be told to fetch recordings from us; null: it cannot, for want of an app id. */
  recordings: { appId: string; key: string } | null;
}
