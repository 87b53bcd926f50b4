/** Keeps Terraform from reading `${` and `%{` of a literal as a template; cdktf's own tokens stay what they are. */
export function escapeTemplate(value: string): string {
  return value.replaceAll(/\$\{(?!TfToken\[[A-Za-z0-9:._-]+\]\})/g, '$$${').replaceAll('%{', '%%{');
}
