// Labels of associations between two object types: HubSpot's own and those the account defines.
import { typesBetween } from "../engine/associations.ts";
import { nextAssociationId } from "../engine/custom-object.ts";
import type { Portal } from "../engine/portal.ts";
import { conflict, invalid, notFound } from "../errors.ts";
import type { AssociationType } from "../schema/association-types.ts";
import type { ObjectTypeName } from "../schema/object-types.ts";
import type { Call } from "./call.ts";
import { readInteger, readObject, readOptionalText, readText } from "./input.ts";
import { pairTypes } from "./record-associations.ts";
import { noContent, ok, type Reply } from "./reply.ts";

const present = ({ category, typeId, label }: AssociationType) => ({
  category,
  typeId,
  ...(label !== undefined && { label }),
});

export function listLabels(call: Call): Reply {
  const [from, to] = pairTypes(call);
  call.need(from.readScope);
  call.need(to.readScope);
  return ok({ results: typesBetween(call.portal, from.name, to.name).map(present) });
}

function newLabel(
  portal: Portal,
  from: ObjectTypeName,
  to: ObjectTypeName,
  name: string,
  label: string,
  inverse: string,
) {
  const typeId = nextAssociationId(portal);
  const isOneSided = from === to && label === inverse;
  const there = {
    typeId,
    from,
    to,
    inverseId: isOneSided ? typeId : typeId + 1,
    isDefault: false,
    name,
    label,
  } as const;
  const back = { ...there, typeId: typeId + 1, from: to, to: from, inverseId: typeId, label: inverse } as const;
  return (isOneSided ? [there] : [there, back]).map((type) => ({ ...type, category: "USER_DEFINED" as const }));
}

export function createLabel(call: Call): Reply {
  const [from, to] = pairTypes(call);
  call.need(from.writeScope);
  call.need(to.writeScope);
  const given = readObject(call.body);
  const name = readText(given.name, "name");
  const label = readText(given.label, "label");
  const taken = typesBetween(call.portal, from.name, to.name).some(
    (type) => type.name === name || type.label === label,
  );
  if (taken) throw conflict(`An association label ${name} already exists between these object types.`);
  const types = newLabel(
    call.portal,
    from.name,
    to.name,
    name,
    label,
    readOptionalText(given.inverseLabel, "inverseLabel") ?? label,
  );
  call.portal.associationTypes.push(...types);
  return ok({ results: types.map(present) });
}

function requireOwnLabel(call: Call, typeId: number): AssociationType {
  const [from, to] = pairTypes(call);
  call.need(from.writeScope);
  call.need(to.writeScope);
  const found = typesBetween(call.portal, from.name, to.name).find((type) => type.typeId === typeId);
  if (!found) throw notFound(`No association label ${typeId} exists between these object types.`);
  if (found.category !== "USER_DEFINED" || found.isDefault)
    throw invalid("Labels that HubSpot defines cannot be changed.");
  return found;
}

export function updateLabel(call: Call): Reply {
  const given = readObject(call.body);
  const type = requireOwnLabel(call, readInteger(given.associationTypeId, "associationTypeId"));
  const inverse = call.portal.associationTypes.find(({ typeId }) => typeId === type.inverseId);
  type.label = readText(given.label, "label");
  if (inverse) inverse.label = readOptionalText(given.inverseLabel, "inverseLabel") ?? inverse.label;
  return noContent;
}

export function deleteLabel(call: Call): Reply {
  const type = requireOwnLabel(call, Number(call.param("associationTypeId")));
  call.portal.associationTypes = call.portal.associationTypes.filter(
    ({ typeId }) => typeId !== type.typeId && typeId !== type.inverseId,
  );
  return noContent;
}
