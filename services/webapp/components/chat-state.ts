import type { ChatProblem } from '../protocol/events';

/** What the list keeps; a page that stays open for days must not grow without end. */
export const MAX_ENTRIES = 500;

export interface Entry {
  readonly id: number;
  readonly kind: 'response' | 'problem';
  readonly text: string;
  /** Why it is a problem. */
  readonly reason?: string;
}

export interface ChatState {
  readonly connection: 'connecting' | 'connected' | 'reconnecting';
  /** Whether the server says that what is sent now has to wait. */
  readonly backendAway: boolean;
  /** Why the server lets nobody in, in its own words. */
  readonly refusal: string;
  readonly entries: readonly Entry[];
}

export type ChatAction =
  | { readonly type: 'connected' }
  | { readonly type: 'disconnected'; readonly refusal?: string }
  | { readonly type: 'backend'; readonly away: boolean }
  | { readonly type: 'response'; readonly data: unknown }
  | { readonly type: 'problem'; readonly problem: ChatProblem };

export const INITIAL_STATE: ChatState = {
  connection: 'connecting',
  backendAway: false,
  refusal: '',
  entries: [],
};

export function reduceChat(state: ChatState, action: ChatAction): ChatState {
  switch (action.type) {
    case 'connected':
      return { ...state, connection: 'connected', backendAway: false, refusal: '' };
    case 'disconnected':
      return { ...state, connection: 'reconnecting', refusal: action.refusal ?? '' };
    case 'backend':
      return { ...state, backendAway: action.away };
    case 'response':
      return append(state, { kind: 'response', text: textOf(action.data) });
    case 'problem': {
      const { error, text = '' } = action.problem;
      return append(state, { kind: 'problem', text, reason: error });
    }
  }
}

function append(state: ChatState, entry: Omit<Entry, 'id'>): ChatState {
  const id = (state.entries.at(-1)?.id ?? 0) + 1;
  return { ...state, entries: [...state.entries, { ...entry, id }].slice(-MAX_ENTRIES) };
}

function textOf(data: unknown): string {
  return typeof data === 'string' ? data : (JSON.stringify(data) ?? '');
}
