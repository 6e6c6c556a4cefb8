/** Whether there is a control character in the text. */
export function hasControl(text: string): boolean {
  return /[\0-\x1f\x7f]/.test(text);
}

/** The same for the value of a header, where a tab may stand (RFC 9110 §5.5). A line break would make another header. */
export function hasControlButTab(text: string): boolean {
  return /[\0-\x08\x0a-\x1f\x7f]/.test(text);
}
