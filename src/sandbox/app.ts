// The sandbox as an Express app: every route of HubSpot's API, the OAuth pages, the CRM pages and the control API.
import { fileURLToPath } from "node:url";
import express, { type Express, Router } from "express";
import { accountDetails, uninstall } from "./api/account.ts";
import * as links from "./api/association-batches.ts";
import * as batches from "./api/batches.ts";
import { FAMILIES, type Family } from "./api/families.ts";
import * as objects from "./api/objects.ts";
import { getOwner, listOwners } from "./api/owners.ts";
import * as pipelines from "./api/pipelines.ts";
import * as properties from "./api/properties.ts";
import * as groups from "./api/property-groups.ts";
import * as recordLinks from "./api/record-associations.ts";
import { searchObjects } from "./api/search-objects.ts";
import { authorised, type Endpoint, serve } from "./api/serve.ts";
import { unknownPath } from "./api/unknown-path.ts";
import { controlRoutes } from "./control/control.ts";
import { answerAuthorize, showAuthorize } from "./oauth/authorize.ts";
import { exchangeToken, introspectToken, revokeToken } from "./oauth/token.ts";
import { pageHeaders } from "./pages/page-headers.ts";
import { pageRoutes } from "./pages/pages.ts";
import type { World } from "./world.ts";

// The largest batch HubSpot takes, 100 notes of 65,536 characters, is about 7 MB.
const LARGEST_BODY = "10mb";

type Method = "get" | "post" | "put" | "patch" | "delete";

function apiRoutes(world: World, family: Family): Router {
  const router = Router();
  const route = (method: Method, path: string, endpoint: Endpoint, kind: "general" | "search" = "general") =>
    router[method](path, authorised(world, family, kind, endpoint));

  const linked = family.recordAssociations;
  route(
    "put",
    `${linked}/:fromObjectType/:fromObjectId/associations/default/:toObjectType/:toObjectId`,
    recordLinks.setDefaultAssociation,
  );
  route("get", `${linked}/:objectType/:objectId/associations/:toObjectType`, recordLinks.listAssociations);
  route("put", `${linked}/:objectType/:objectId/associations/:toObjectType/:toObjectId`, recordLinks.setAssociation);
  route(
    "delete",
    `${linked}/:objectType/:objectId/associations/:toObjectType/:toObjectId`,
    recordLinks.removeAssociation,
  );

  const object = `${family.objects}/:objectType`;
  route("post", `${object}/search`, searchObjects, "search");
  route("post", `${object}/batch/create`, batches.batchCreate);
  route("post", `${object}/batch/read`, batches.batchRead);
  route("post", `${object}/batch/update`, batches.batchUpdate);
  route("post", `${object}/batch/upsert`, batches.batchUpsert);
  route("post", `${object}/batch/archive`, batches.batchArchive);
  route("post", object, objects.createObject);
  route("get", object, objects.listObjects);
  route("get", `${object}/:objectId`, objects.getObject);
  route("patch", `${object}/:objectId`, objects.updateObject);
  route("delete", `${object}/:objectId`, objects.archiveObject);

  const pair = `${family.associations}/:fromObjectType/:toObjectType/batch`;
  route("post", `${pair}/read`, links.batchReadAssociations);
  route("post", `${pair}/create`, links.batchCreateAssociations);
  route("post", `${pair}/associate/default`, links.batchAssociateByDefault);
  route("post", `${pair}/archive`, links.batchArchiveAssociations);
  route("post", `${pair}/labels/archive`, links.batchArchiveLabels);

  const schema = `${family.properties}/:objectType`;
  route("get", `${schema}/groups`, groups.listGroups);
  route("post", `${schema}/groups`, groups.createGroup);
  route("get", `${schema}/groups/:groupName`, groups.getGroup);
  route("patch", `${schema}/groups/:groupName`, groups.updateGroup);
  route("delete", `${schema}/groups/:groupName`, groups.archiveGroup);
  route("post", `${schema}/batch/create`, properties.batchCreateProperties);
  route("post", `${schema}/batch/read`, properties.batchReadProperties);
  route("post", `${schema}/batch/archive`, properties.batchArchiveProperties);
  route("get", schema, properties.listProperties);
  route("post", schema, properties.createProperty);
  route("get", `${schema}/:propertyName`, properties.getProperty);
  route("patch", `${schema}/:propertyName`, properties.updateProperty);
  route("delete", `${schema}/:propertyName`, properties.archiveProperty);

  route("get", `${family.pipelines}/:objectType`, pipelines.listPipelines);
  route("get", `${family.pipelines}/:objectType/:pipelineId`, pipelines.getPipeline);
  route("get", `${family.pipelines}/:objectType/:pipelineId/stages`, pipelines.listStages);
  route("get", `${family.pipelines}/:objectType/:pipelineId/stages/:stageId`, pipelines.getStage);
  route("get", family.owners, listOwners);
  route("get", `${family.owners}/:ownerId`, getOwner);
  route("get", `${family.account}/details`, accountDetails);
  route("delete", `${family.uninstall}/external-install`, uninstall);

  router.post(
    `${family.oauth}/token`,
    serve(world, (request) => exchangeToken(world, request)),
  );
  router.post(
    `${family.oauth}/token/introspect`,
    serve(world, (request) => introspectToken(world, request)),
  );
  router.post(
    `${family.oauth}/token/revoke`,
    serve(world, (request) => revokeToken(world, request)),
  );
  return router;
}

export function createApp(world: World, reset: () => void): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("view engine", "ejs");
  app.set("views", fileURLToPath(new URL("views", import.meta.url)));
  app.use("/_sandbox/public", express.static(fileURLToPath(new URL("public", import.meta.url))));
  // Bodies are read once, raw: each endpoint parses its own, so that bad JSON is refused the way HubSpot does.
  app.use(express.raw({ type: () => true, limit: LARGEST_BODY }));
  for (const family of FAMILIES) app.use(apiRoutes(world, family));
  app.use(["/oauth/authorize", "/oauth/:accountId/authorize"], pageHeaders);
  app.get(["/oauth/authorize", "/oauth/:accountId/authorize"], showAuthorize(world));
  app.post(["/oauth/authorize", "/oauth/:accountId/authorize"], answerAuthorize(world));
  app.use("/_sandbox", controlRoutes(world, reset));
  app.use(pageRoutes(world));
  app.use(serve(world, unknownPath));
  return app;
}
