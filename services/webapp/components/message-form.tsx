import { type FormEvent, useId, useRef } from 'react';

import { MAX_MESSAGE_CHARACTERS } from '../protocol/events';

interface MessageFormProps {
  readonly onSend: (text: string) => void;
}

export function MessageForm({ onSend }: MessageFormProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);

  function submit(event: FormEvent): void {
    event.preventDefault();
    const field = input.current;
    if (!field) return;
    if (field.value.trim() !== '') {
      onSend(field.value);
      field.value = '';
    }
    // the button may have it, and the next thing is to type again
    field.focus();
  }

  return (
    <form className="composer" onSubmit={submit}>
      <label htmlFor={id} className="hidden">
        Message
      </label>
      <input
        ref={input}
        id={id}
        type="text"
        placeholder="Type your message..."
        maxLength={MAX_MESSAGE_CHARACTERS}
        autoComplete="off"
        enterKeyHint="send"
      />
      <button type="submit" className="primary">
        Send
      </button>
    </form>
  );
}
