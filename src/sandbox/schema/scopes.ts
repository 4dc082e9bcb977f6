// The scopes an app can be granted, with the sentence that the consent page shows for each.

const SCOPES: readonly (readonly [name: string, meaning: string])[] = [
  ["oauth", "Sign in and read basic account details"],
  ["crm.objects.contacts.read", "View contacts and their activities"],
  ["crm.objects.contacts.write", "Create and change contacts and their activities"],
  ["crm.objects.companies.read", "View companies"],
  ["crm.objects.companies.write", "Create and change companies"],
  ["crm.objects.deals.read", "View deals and pipelines"],
  ["crm.objects.deals.write", "Create and change deals"],
  ["crm.objects.owners.read", "View users who own records"],
  ["crm.schemas.contacts.read", "View property settings of contacts"],
  ["crm.schemas.contacts.write", "Create and change property settings of contacts"],
  ["crm.schemas.companies.read", "View property settings of companies"],
  ["crm.schemas.companies.write", "Create and change property settings of companies"],
  ["crm.schemas.deals.read", "View property settings of deals"],
  ["crm.schemas.deals.write", "Create and change property settings of deals"],
  ["crm.schemas.custom.read", "View custom objects and their property settings"],
  ["crm.schemas.custom.write", "Create and change custom objects"],
  ["crm.objects.custom.read", "View records of custom objects"],
  ["crm.objects.custom.write", "Create and change records of custom objects"],
  ["crm.lists.read", "View segments and their members"],
  ["crm.lists.write", "Create and change segments"],
  ["tickets", "View and change tickets"],
  ["timeline", "Create timeline events"],
  ["sales-email-read", "Read the content of sales e-mails"],
  ["crm.extensions_calling_transcripts.read", "Read call transcripts"],
  ["crm.extensions_calling_transcripts.write", "Write call transcripts"],
];

const MEANING = new Map(SCOPES);

export const ALL_SCOPES: readonly string[] = SCOPES.map(([name]) => name);

// Strings such as crm.objects.calls.read stand in the API description but cannot be selected for an app, so they are
// as unknown here as a misspelt one.
export function isScope(name: string): boolean {
  return MEANING.has(name);
}

export function meaningOf(scope: string): string {
  return MEANING.get(scope) ?? scope;
}
