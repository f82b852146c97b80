import { message } from 'antd';
import { type ReactNode, createContext, useContext } from 'react';

type Messages = ReturnType<typeof message.useMessage>[0];

const MessagesContext = createContext<Messages | undefined>(undefined);

/** Short messages over every page below. */
export const MessagesPlace = ({ children }: { readonly children: ReactNode }) => {
  const [messages, place] = message.useMessage();
  return (
    <MessagesContext value={messages}>
      {place}
      {children}
    </MessagesContext>
  );
};

export const useMessages = (): Messages => {
  const messages = useContext(MessagesContext);
  if (messages === undefined) throw new Error('Messages have no place here');
  return messages;
};
