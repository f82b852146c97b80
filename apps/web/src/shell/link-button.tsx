import { Button, type ButtonProps } from 'antd';
import type { MouseEvent, ReactNode } from 'react';
import { useHref, useLinkClickHandler } from 'react-router';

interface LinkButtonProps extends Pick<ButtonProps, 'type' | 'block' | 'size' | 'icon'> {
  readonly to: string;
  readonly children: ReactNode;
}

/** A link that looks like a button: opens in a new tab on request, and is one stop of the keyboard. */
export const LinkButton = ({ to, ...button }: LinkButtonProps) => {
  const href = useHref(to);
  const follow = useLinkClickHandler<HTMLAnchorElement>(to);
  // With an address the button is an anchor, whatever its type says.
  return <Button {...button} href={href} onClick={(event) => follow(event as MouseEvent<HTMLAnchorElement>)} />;
};
