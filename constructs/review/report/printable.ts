/**
 * A text that a terminal shows as it is: whatever could move the cursor, change colours or turn the reading direction is
 * written as its code, so that a name in a document cannot forge a line of the report.
 */
export function printable(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
