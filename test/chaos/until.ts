// Waits for something to become true by asking again and again, and says what it waited for when the time is up.

export async function until(
  what: string,
  deadlineMs: number,
  isTrue: () => Promise<boolean>,
  everyMs = 25,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`Not within ${deadlineMs / 1000} s: ${what}`);
    await new Promise((next) => setTimeout(next, everyMs));
  }
}
