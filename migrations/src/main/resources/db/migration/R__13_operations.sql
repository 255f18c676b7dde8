-- Operations are the application's own; what came of them is kept for a while.
grant select, insert, update, delete on operation, operation_part to orderstore_app;
grant select, insert on operation_refusal to orderstore_app;
