// Every path of HubSpot's API that the sandbox answers, once for each family of paths.
import { Router } from "express";
import type { World } from "../world.ts";
import { accountDetails, uninstall } from "./account.ts";
import * as links from "./association-batches.ts";
import * as labels from "./association-labels.ts";
import * as batches from "./batches.ts";
import type { Family } from "./families.ts";
import * as members from "./list-memberships.ts";
import * as lists from "./lists.ts";
import { gdprDelete, mergeObjects } from "./merge-objects.ts";
import { createSchema, getSchema, listSchemas } from "./object-schemas.ts";
import * as objects from "./objects.ts";
import { getOwner, listOwners } from "./owners.ts";
import * as changes from "./pipeline-changes.ts";
import * as pipelines from "./pipelines.ts";
import * as properties from "./properties.ts";
import * as groups from "./property-groups.ts";
import * as recordLinks from "./record-associations.ts";
import { markRecordingReady } from "./recordings.ts";
import { searchObjects } from "./search-objects.ts";
import { authorised, type Endpoint } from "./serve.ts";

type Method = "get" | "post" | "put" | "patch" | "delete";
type Route = readonly [method: Method, path: string, endpoint: Endpoint];

function objectRoutes(family: Family): Route[] {
  const object = `${family.objects}/:objectType`;
  return [
    ["post", `${object}/batch/create`, batches.batchCreate],
    ["post", `${object}/batch/read`, batches.batchRead],
    ["post", `${object}/batch/update`, batches.batchUpdate],
    ["post", `${object}/batch/upsert`, batches.batchUpsert],
    ["post", `${object}/batch/archive`, batches.batchArchive],
    ["post", `${object}/merge`, mergeObjects],
    ["post", `${object}/gdpr-delete`, gdprDelete],
    ["post", object, objects.createObject],
    ["get", object, objects.listObjects],
    ["get", `${object}/:objectId`, objects.getObject],
    ["patch", `${object}/:objectId`, objects.updateObject],
    ["delete", `${object}/:objectId`, objects.archiveObject],
  ];
}

function associationRoutes(family: Family): Route[] {
  const byDefault = `${family.recordAssociations}/:fromObjectType/:fromObjectId/associations/default`;
  const ofRecord = `${family.recordAssociations}/:objectType/:objectId/associations/:toObjectType`;
  const batch = `${family.associations}/:fromObjectType/:toObjectType/batch`;
  return [
    ["put", `${byDefault}/:toObjectType/:toObjectId`, recordLinks.setDefaultAssociation],
    ["get", ofRecord, recordLinks.listAssociations],
    ["put", `${ofRecord}/:toObjectId`, recordLinks.setAssociation],
    ["delete", `${ofRecord}/:toObjectId`, recordLinks.removeAssociation],
    ["post", `${batch}/read`, links.batchReadAssociations],
    ["post", `${batch}/create`, links.batchCreateAssociations],
    ["post", `${batch}/associate/default`, links.batchAssociateByDefault],
    ["post", `${batch}/archive`, links.batchArchiveAssociations],
    ["post", `${batch}/labels/archive`, links.batchArchiveLabels],
  ];
}

function labelRoutes(family: Family): Route[] {
  return family.labels.flatMap((prefix): Route[] => {
    const label = `${prefix}/:fromObjectType/:toObjectType/labels`;
    return [
      ["get", label, labels.listLabels],
      ["post", label, labels.createLabel],
      ["put", label, labels.updateLabel],
      ["delete", `${label}/:associationTypeId`, labels.deleteLabel],
    ];
  });
}

function propertyRoutes(family: Family): Route[] {
  const schema = `${family.properties}/:objectType`;
  return [
    ["get", `${schema}/groups`, groups.listGroups],
    ["post", `${schema}/groups`, groups.createGroup],
    ["get", `${schema}/groups/:groupName`, groups.getGroup],
    ["patch", `${schema}/groups/:groupName`, groups.updateGroup],
    ["delete", `${schema}/groups/:groupName`, groups.archiveGroup],
    ["post", `${schema}/batch/create`, properties.batchCreateProperties],
    ["post", `${schema}/batch/read`, properties.batchReadProperties],
    ["post", `${schema}/batch/archive`, properties.batchArchiveProperties],
    ["get", schema, properties.listProperties],
    ["post", schema, properties.createProperty],
    ["get", `${schema}/:propertyName`, properties.getProperty],
    ["patch", `${schema}/:propertyName`, properties.updateProperty],
    ["delete", `${schema}/:propertyName`, properties.archiveProperty],
  ];
}

function schemaRoutes({ objectSchemas }: Family): Route[] {
  return [
    ["get", objectSchemas, listSchemas],
    ["post", objectSchemas, createSchema],
    ["get", `${objectSchemas}/:objectType`, getSchema],
  ];
}

function pipelineRoutes(family: Family): Route[] {
  const all = `${family.pipelines}/:objectType`;
  const stage = `${all}/:pipelineId/stages/:stageId`;
  return [
    ["get", all, pipelines.listPipelines],
    ["post", all, changes.createPipeline],
    ["get", `${all}/:pipelineId`, pipelines.getPipeline],
    ["patch", `${all}/:pipelineId`, changes.updatePipeline],
    ["put", `${all}/:pipelineId`, changes.updatePipeline],
    ["delete", `${all}/:pipelineId`, changes.deletePipeline],
    ["get", `${all}/:pipelineId/stages`, pipelines.listStages],
    ["post", `${all}/:pipelineId/stages`, changes.createStage],
    ["get", stage, pipelines.getStage],
    ["patch", stage, changes.updateStage],
    ["put", stage, changes.updateStage],
    ["delete", stage, changes.deleteStage],
  ];
}

function accountRoutes(family: Family): Route[] {
  return [
    ["get", family.owners, listOwners],
    ["get", `${family.owners}/:ownerId`, getOwner],
    ["get", `${family.account}/details`, accountDetails],
    ["delete", `${family.uninstall}/external-install`, uninstall],
    ["post", `${family.calling}/recordings/ready`, markRecordingReady],
  ];
}

function listRoutes(family: Family): Route[] {
  const list = `${family.lists}/:listId`;
  return [
    ["get", family.lists, lists.getLists],
    ["post", family.lists, lists.createList],
    ["post", `${family.lists}/search`, lists.searchLists],
    ["get", `${family.lists}/object-type-id/:objectTypeId/name/:listName`, lists.getListByName],
    ["get", list, lists.getList],
    ["delete", list, lists.deleteList],
    ["get", `${list}/memberships`, members.listMemberships],
    ["get", `${list}/memberships/join-order`, members.listMembershipsInJoinOrder],
    ["put", `${list}/memberships/add`, members.addMembers],
    ["put", `${list}/memberships/remove`, members.removeMembers],
    ["put", `${list}/memberships/add-and-remove`, members.addAndRemoveMembers],
    ["delete", `${list}/memberships`, members.removeAllMembers],
  ];
}

export function apiRoutes(world: World, family: Family): Router {
  const router = Router();
  router.post(`${family.objects}/:objectType/search`, authorised(world, family, "search", searchObjects));
  const routes = [
    objectRoutes,
    associationRoutes,
    labelRoutes,
    propertyRoutes,
    schemaRoutes,
    pipelineRoutes,
    accountRoutes,
    listRoutes,
  ];
  for (const [method, path, endpoint] of routes.flatMap((of) => of(family))) {
    router[method](path, authorised(world, family, "general", endpoint));
  }
  return router;
}
