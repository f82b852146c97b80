export const statuses = ['produced', 'paid', 'returned', 'reconciled'] as const;

export const statusTone = { produced: undefined, paid: 'blue', returned: 'red', reconciled: 'green' } as const;
