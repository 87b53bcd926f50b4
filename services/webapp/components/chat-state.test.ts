import { INITIAL_STATE, MAX_ENTRIES, reduceChat } from './chat-state';

describe('reduceChat', () => {
  it('keeps the newest entries, each with an id of its own', () => {
    let state = INITIAL_STATE;
    for (let count = 1; count <= MAX_ENTRIES + 2; count += 1) {
      state = reduceChat(state, { type: 'response', data: `${count}` });
    }

    expect(state.entries).toHaveLength(MAX_ENTRIES);
    expect(state.entries[0]).toEqual({ id: 3, kind: 'response', text: '3' });
    expect(new Set(state.entries.map(({ id }) => id)).size).toBe(MAX_ENTRIES);
  });

  it('forgets a refusal once it is connected', () => {
    const refused = reduceChat(INITIAL_STATE, { type: 'disconnected', refusal: 'full' });

    expect(refused).toMatchObject({ connection: 'reconnecting', refusal: 'full' });
    expect(reduceChat(refused, { type: 'connected' })).toMatchObject({
      connection: 'connected',
      refusal: '',
    });
  });
});
