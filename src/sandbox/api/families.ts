// The families of paths that lead to the same engine: the dated versions, and v3 with v4 associations.

export interface Family {
  name: string;
  objects: string;
  /** Where the associations of one record are read and set. */
  recordAssociations: string;
  associations: string;
  /** Definitions of labels; v4 has them under two prefixes. */
  labels: readonly string[];
  properties: string;
  objectSchemas: string;
  pipelines: string;
  owners: string;
  lists: string;
  calling: string;
  account: string;
  uninstall: string;
  oauth: string;
  /** 2026-09 describes every batch as answering 200; before, creates answered 201. */
  batchLinkStatus: 200 | 201;
  batchPropertyStatus: 200 | 201;
  /** Removing associations in batches answers a body in the dated families and nothing before. */
  unlinkStatus: 200 | 204;
}

function dated(version: string, batchStatus: 200 | 201): Family {
  return {
    name: version,
    objects: `/crm/objects/${version}`,
    recordAssociations: `/crm/objects/${version}`,
    associations: `/crm/associations/${version}`,
    labels: [`/crm/associations/${version}`],
    properties: `/crm/properties/${version}`,
    objectSchemas: `/crm-object-schemas/${version}/schemas`,
    pipelines: `/crm/pipelines/${version}`,
    owners: `/crm/owners/${version}`,
    lists: `/crm/lists/${version}`,
    calling: `/crm/extensions/calling/${version}`,
    account: `/account-info/${version}`,
    uninstall: `/appinstalls/${version}`,
    oauth: `/oauth/${version}`,
    batchLinkStatus: batchStatus,
    batchPropertyStatus: batchStatus,
    unlinkStatus: 200,
  };
}

const LEGACY: Family = {
  name: "v3",
  objects: "/crm/v3/objects",
  recordAssociations: "/crm/v4/objects",
  associations: "/crm/v4/associations",
  labels: ["/crm/associations/v4", "/crm/v4/associations"],
  properties: "/crm/v3/properties",
  objectSchemas: "/crm-object-schemas/v3/schemas",
  pipelines: "/crm/v3/pipelines",
  owners: "/crm/v3/owners",
  lists: "/crm/v3/lists",
  calling: "/crm/v3/extensions/calling",
  account: "/account-info/v3",
  uninstall: "/appinstalls/v3",
  oauth: "/oauth/v3",
  batchLinkStatus: 201,
  batchPropertyStatus: 201,
  unlinkStatus: 204,
};

export const FAMILIES: readonly Family[] = [dated("2026-09", 200), dated("2026-03", 201), LEGACY];
