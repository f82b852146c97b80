import { Dropdown, type DropdownProps } from 'antd';
import { useRef } from 'react';

/** A menu that takes the focus as it opens; when it closes the button has the focus again, which the library forgets for Escape. */
export const Menu = ({ menu, children }: Pick<DropdownProps, 'menu' | 'children'>) => {
  const opener = useRef<Element>(null);
  const openChanged = (isOpen: boolean) => {
    if (isOpen) opener.current = document.activeElement;
    else if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  return (
    <Dropdown
      trigger={['click']}
      autoFocus
      menu={{
        ...menu,
        onClick: (chosen) => {
          // By now the button has the focus, and the key that chose would press it.
          if (chosen.domEvent.type === 'keydown') chosen.domEvent.preventDefault();
          menu?.onClick?.(chosen);
        },
      }}
      onOpenChange={openChanged}
    >
      {children}
    </Dropdown>
  );
};
