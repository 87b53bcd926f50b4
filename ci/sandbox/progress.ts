/** Lines of long work that tell how far it is: of Terraform what it makes and removes, of Docker each step of a build. */
const telling = [
  /^[\w.\-[\]"]+: (Creating|Creation|Still|Modifying|Modifications|Destroying|Destruction)\b/,
  /^(Apply|Destroy) complete!/,
  /^#\d+ \[/,
];

/**
 * Takes output as it comes, in pieces that end anywhere, and tells its telling lines. The whole output stays with whoever
 * runs the program, for the message of a failure.
 */
export function progressTo(tell: (line: string) => void): (piece: string) => void {
  let begun = '';
  return (piece) => {
    const lines = (begun + piece).split('\n');
    begun = lines.pop() ?? '';
    for (const line of lines.map((one) => one.trimEnd())) {
      if (telling.some((form) => form.test(line))) tell(line);
    }
  };
}
