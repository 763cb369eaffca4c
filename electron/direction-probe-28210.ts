import '#cli/table.ts';
