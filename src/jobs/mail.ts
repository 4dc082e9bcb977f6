// Sends mail through the SMTP server of the configuration; the only importer of nodemailer.
import { createTransport } from "nodemailer";

export interface Mail {
  /** The same for every attempt, so that a mailbox can tell a repetition. */
  id: string;
  to: string;
  subject: string;
  text: string;
}

export type SendMail = (mail: Mail) => Promise<void>;

const timeoutMs = 10_000;

/** @returns null when no SMTP server is set up */
export function createSendMail(smtp: { url: string; from: string } | null): SendMail | null {
  if (!smtp) return null;
  const transport = createTransport({
    url: smtp.url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const host = smtp.from.replace(/^.*@/, "").replace(/>.*$/, "");
  return async ({ id, to, subject, text }) => {
    await transport.sendMail({ from: smtp.from, to, subject, text, messageId: `<${id}@${host}>` });
  };
}
