import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * One noun on one platform: its class, the props of its constructor, and words for what has another type on every
 * platform, in whose place signatures are compared.
 */
export interface Noun<Class, Props, Platform extends object> {
  readonly class: Class;
  readonly props: Props;
  readonly words: Platform;
}

/** What a member is: a static factory, a method, a documented output or a prop of the constructor. */
export type Kind = 'factory' | 'verb' | 'output' | 'prop';

/** Members that not every platform has, or whose types differ. */
export interface Exception {
  readonly noun: string;
  readonly kind: Kind;
  readonly members: readonly string[];
  /** Every platform that has them. */
  readonly on: readonly string[];
  /** Whether the types differ where the names agree. */
  readonly unlike?: true;
  readonly reason: string;
}

/** What is wrong with a noun, one sentence each: `never` where the platforms agree, or an exception says why not. */
export type Differences<Platforms, Word extends string, All> = {
  [Of in Kind]: DifferencesOf<Platforms, Word, Of, All>;
}[Kind];

/** 'alike', or what is wrong, written out so that the compiler's message shows it. */
export type Proof<Wrong extends string> = [Wrong] extends [never] ? 'alike' : `not ${Wrong}`;

/** The members that a noun has on every platform and that no exception names. */
export type Common<Platforms, Word, Of extends Kind, All> = Exclude<
  NamesOf<Platforms, Of>,
  ExceptedNames<All, Word, Of>
>;

/** Whether two types are one and the same: a question about any type tells them apart only if they are not. */
type Same<A, B> = Asked<A> extends Asked<B> ? true : false;

type Asked<A> = <Any>() => Any extends A ? 1 : 2;

type DifferencesOf<Platforms, Word extends string, Of extends Kind, All> =
  | {
      [Name in NamesOf<Platforms, Of>]: MemberDifference<
        { [On in keyof Platforms]: MembersOf<Platforms[On], Of> },
        `${Of} '${Name}' of ${Word}`,
        Name,
        ExceptionsOf<All, Word, Of, Name>
      >;
    }[NamesOf<Platforms, Of>]
  | `the exception for ${Of} '${Exclude<ExceptedNames<All, Word, Of>, NamesOf<Platforms, Of>>}' of ${Word} names what nobody has`;

/** The platforms that have a member. */
type Having<Members, Name> = {
  [On in keyof Members]: Name extends keyof Members[On] ? On : never;
}[keyof Members];

/** The platforms whose shape of a member differs from that of another platform. */
type Unlike<Members, Name> = {
  [On in keyof Members]: {
    [Other in keyof Members]: Name extends keyof Members[On] & keyof Members[Other]
      ? Same<Members[On][Name], Members[Other][Name]> extends true
        ? never
        : On
      : never;
  }[keyof Members];
}[keyof Members];

type MemberDifference<Members, Label extends string, Name, Excepted> = [Excepted] extends [never]
  ? [Exclude<keyof Members, Having<Members, Name>>] extends [never]
    ? [Unlike<Members, Name>] extends [never]
      ? never
      : `${Label} is not alike`
    : `${Exclude<keyof Members, Having<Members, Name>> & string} lacks the ${Label}`
  : Excepted extends { readonly on: readonly (infer On)[] }
    ? Same<On, Having<Members, Name>> extends true
      ? ExceptionDifference<Members, Label, Name, Excepted>
      : `the exception for ${Label} names other platforms than those that have it`
    : never;

type ExceptionDifference<Members, Label extends string, Name, Excepted> = Excepted extends {
  readonly unlike: true;
}
  ? [Unlike<Members, Name>] extends [never]
    ? `the exception for ${Label} says unlike of what is alike`
    : never
  : [Unlike<Members, Name>] extends [never]
    ? [Exclude<keyof Members, Having<Members, Name>>] extends [never]
      ? `the exception for ${Label} is not needed`
      : never
    : `${Label} is not alike`;

/** The exceptions that speak of one member. */
type ExceptionsOf<All, Word, Of extends Kind, Name> = All extends readonly (infer One)[]
  ? One extends { noun: Word; kind: Of; members: readonly (infer Member)[] }
    ? Name extends Member
      ? One
      : never
    : never
  : never;

type ExceptedNames<All, Word, Of extends Kind> = All extends readonly (infer One)[]
  ? One extends { noun: Word; kind: Of; members: readonly (infer Member)[] }
    ? Member & string
    : never
  : never;

/** Every name that a noun has on any platform. */
type NamesOf<Platforms, Of extends Kind> = {
  [On in keyof Platforms]: keyof MembersOf<Platforms[On], Of> & string;
}[keyof Platforms];

type AnyFunction = (...parameters: never[]) => unknown;

/** The members of one kind that a noun has on one platform, with their shapes. */
type MembersOf<One, Of extends Kind> =
  One extends Noun<infer Class, infer Props, infer Platform>
    ? Class extends { readonly prototype: infer Instance }
      ? {
          readonly prop: Shapes<Props, keyof Props, Platform>;
          readonly factory: Shapes<
            Class,
            Exclude<Named<Class, true>, keyof typeof Construct>,
            Platform
          >;
          readonly verb: Shapes<
            Instance,
            Exclude<Named<Instance, true>, keyof Construct>,
            Platform
          >;
          readonly output: Shapes<
            Instance,
            Exclude<Named<Instance, false>, keyof Construct>,
            Platform
          >;
        }[Of]
      : never
    : never;

type Shapes<Type, Names extends keyof Type, Platform extends object> = {
  readonly [Name in Names]-?: Shape<Type, Name, Platform>;
};

/** What a member looks like: its parameters and its result, or its type and whether it may be left out. */
type Shape<Type, Name extends keyof Type, Platform extends object> = Type[Name] extends AnyFunction
  ? [Terms<Parameters<Type[Name]>, Platform>, Term<ReturnType<Type[Name]>, Platform>]
  : [Term<Type[Name], Platform>, Type extends Record<Name, Type[Name]> ? 'must' : 'may'];

/** Names of methods, or of what is no method. */
type Named<Type, Method extends boolean> = {
  [Name in keyof Type]-?: Type[Name] extends AnyFunction
    ? Method extends true
      ? Name
      : never
    : Method extends true
      ? never
      : Name;
}[keyof Type];

type Terms<Types extends readonly unknown[], Platform extends object> = {
  [At in keyof Types]: Term<Types[At], Platform>;
};

/** The word for a type of one platform, or the type itself. */
type Term<Type, Platform extends object> =
  Type extends ReadonlyMap<string, infer Value>
    ? ['map of', WordOr<Value, Platform>]
    : Type extends TerraformResource
      ? 'raw resource'
      : WordOr<Type, Platform>;

type WordOr<Type, Platform extends object> = [WordOf<Type, Platform>] extends [never]
  ? Type
  : WordOf<Type, Platform>;

type WordOf<Type, Platform extends object> = {
  [Word in keyof Platform]: Same<Type, Platform[Word]> extends true ? Word : never;
}[keyof Platform];
