// Ringostat's after-call webhook in its three naming families, as its phone system would send it.

export interface Call {
  id: string;
  from?: string;
  line?: string;
  status?: string;
  direction?: "in" | "out";
  email?: string | null;
  talk?: number;
  total?: number;
  recording?: string;
  utm?: Record<string, string>;
}

const defaults = {
  from: "380501234567",
  line: "380441112233",
  status: "PROPER",
  direction: "in",
  email: "ivan@acme.test",
  talk: 80,
  total: 95,
} as const;

/** "Webhooks 2.0" names, nested in additional_call_data. */
export function nested(call: Call): unknown {
  const { id, from, line, status, direction, email, talk, total, recording, utm } = { ...defaults, ...call };
  return {
    type: direction,
    uniqueid: id,
    calldate: "2026-10-09 12:30:01",
    additional_call_data: {
      E164: direction === "in" ? from : line,
      dst: direction === "in" ? line : from,
      ...(direction === "out" ? { outbound_number: line, callee: from } : {}),
      disposition: status,
      duration: String(total),
      billsec: String(talk),
      waiting: String(total - talk),
      ...(email ? { employee_email: email } : {}),
      ...(recording ? { has_recording: "1", recording_wav: recording } : {}),
      ...utm,
    },
  };
}

/** Classic names, flat. */
export function classic(call: Call): Record<string, string> {
  const { id, from, line, status, direction, email, talk, total, recording, utm } = { ...defaults, ...call };
  return {
    call_id: id,
    date: "2026-10-09 12:30:01",
    type: direction,
    caller: direction === "in" ? from : line,
    callee: direction === "in" ? line : from,
    status,
    call_duration: String(total),
    dialog: String(talk),
    waiting: String(total - talk),
    ...(email ? { employee_email: email } : {}),
    ...(recording ? { has_recording: "1", recording_wav: recording } : {}),
    ...utm,
  };
}

/** Descriptive names, as a long-time user has them. */
export function descriptive(call: Call): Record<string, string> {
  const { id, from, line, status, direction, email, talk, total, recording, utm } = { ...defaults, ...call };
  return {
    call_id: id,
    call_date: "2026-10-09 12:30:01",
    call_type: direction,
    caller_number: direction === "in" ? from : line,
    destination: direction === "in" ? line : from,
    status,
    duration_call: String(total),
    duration_conversation: String(talk),
    duration_waiting: String(total - talk),
    ...(email ? { employee_email: email } : {}),
    ...(recording ? { recording_presence: "1", recording_wav: recording } : {}),
    ...utm,
  };
}
