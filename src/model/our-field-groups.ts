// Groups of our fields that several kinds of event share: employee, person, advertising source, analysis.

export interface OurField {
  /** Dotted path in the generic JSON, or a short cut that becomes one, such as caller.phone. */
  path: string;
  label: string;
  group: string;
  /** The words that it can hold, where it is one of a few. */
  words?: readonly string[];
}

type Row = [path: string, label: string, words?: readonly string[]];

export const group = (name: string, rows: Row[]): OurField[] =>
  rows.map(([path, label, words]) => ({ path, label, group: name, ...(words && { words }) }));

export const yesOrNo = ["yes", "no"];

export const agentFields = group("Employee", [
  ["agent.email", "Employee: e-mail"],
  ["agent.extension", "Employee: extension"],
  ["agent.id", "Employee: id in the phone system"],
  ["agent.name", "Employee: name"],
  ["agent.phone", "Employee: phone"],
  ["agent.sip", "Employee: SIP account"],
  ["agent.department", "Employee: department"],
]);
export const attributionFields = group("Advertising source", [
  ["attribution.utm_source", "UTM source"],
  ["attribution.utm_medium", "UTM medium"],
  ["attribution.utm_campaign", "UTM campaign"],
  ["attribution.utm_term", "UTM term"],
  ["attribution.utm_content", "UTM content"],
  ["attribution.gclid", "Google click id (gclid)"],
  ["attribution.ga_client_id", "Google Analytics client id"],
]);
export const personFields = group("Person", [
  ["person.email", "Person: e-mail"],
  ["person.phone", "Person: phone"],
  ["person.name", "Person: name"],
  ["person.company", "Person: company"],
  ["person.id", "Person: id"],
]);
export const analysisFields = group("Analysis", [
  ["analysis.summary", "Summary"],
  ["analysis.topics", "Topics, by comma or line"],
  ["analysis.next_steps", "Next steps, one per line"],
  ["analysis.mood.client", "Mood of the client"],
  ["analysis.mood.agent", "Mood of the employee"],
  ["analysis.mood.overall", "Mood of the conversation"],
  ["analysis.score.value", "Score"],
  ["analysis.score.max", "Highest possible score"],
  ["analysis.score.details", "What the score says"],
  ["analysis.transcript_url", "Address of the transcript"],
]);
