import { useLayoutEffect, useRef } from 'react';

import type { Entry } from './chat-state';

// a reader who has scrolled up further than this stays where he reads
const NEAR_END_PX = 80;

interface MessageLogProps {
  readonly entries: readonly Entry[];
}

export function MessageLog({ entries }: MessageLogProps) {
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);

  useLayoutEffect(() => {
    if (following.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [entries]);

  function noteScroll(): void {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = box.current ?? {};
    following.current = scrollHeight - clientHeight - scrollTop < NEAR_END_PX;
  }

  return (
    <div
      ref={box}
      role="log"
      aria-live="polite"
      aria-label="Messages"
      // a keyboard must be able to scroll it
      tabIndex={0}
      className="log"
      onScroll={noteScroll}
    >
      {entries.length === 0 && <p className="empty">There are no messages yet.</p>}
      <ol>
        {entries.map(({ id, kind, text, reason }) => (
          <li key={id} className={kind}>
            {text}
            {reason && <small>{reason}</small>}
          </li>
        ))}
      </ol>
    </div>
  );
}
