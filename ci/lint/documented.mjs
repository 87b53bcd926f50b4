const exported = 'ExportNamedDeclaration >';
const type = `${exported} TSTypeAliasDeclaration`;
const interfaceMember = `${exported} TSInterfaceDeclaration > TSInterfaceBody >`;
const typeMember = `:matches(${type}, ${type} > TSIntersectionType) > TSTypeLiteral >`;
const classMember = `${exported} ClassDeclaration > ClassBody >`;
const visible = ':not([accessibility=/^(private|protected)$/])';
const method = ':matches(MethodDefinition, TSAbstractMethodDefinition)[kind!="constructor"]';
// of overloads, the signatures are documented and the body is not
const methodBody =
  'MethodDefinition[value.type="TSEmptyBodyFunctionExpression"] + MethodDefinition[value.type="FunctionExpression"]';
const functionBody = `ExportNamedDeclaration[declaration.type="TSDeclareFunction"] + ${exported} FunctionDeclaration`;

/** The members of exported interfaces and of exported types that are written like one. */
export const members = [interfaceMember, typeMember].flatMap((place) =>
  ['TSPropertySignature', 'TSMethodSignature'].map((kind) => `${place} ${kind}`),
);

/** What must have a doc comment: everything that a user of the library can name. */
export const documented = [
  `${exported} :matches(ClassDeclaration, TSDeclareFunction)`,
  `${exported} FunctionDeclaration:not(${functionBody})`,
  `${exported} :matches(TSInterfaceDeclaration, TSTypeAliasDeclaration)`,
  'ExportNamedDeclaration[declaration.type="VariableDeclaration"]',
  ...members,
  `${classMember} :matches(PropertyDefinition, TSAbstractPropertyDefinition)${visible}`,
  `${classMember} ${method}${visible}:not(${methodBody})`,
  `${classMember} MethodDefinition TSParameterProperty${visible}`,
];
