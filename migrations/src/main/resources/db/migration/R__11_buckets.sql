-- The bucket in which the statistics count an order: what its id's hash code has in Java, modulo 16. Since 31 is one
-- less than a multiple of 16, each character is taken from what was before. Ids are ASCII.
create or replace function order_bucket(order_id text) returns smallint
language plpgsql immutable strict parallel safe as $$
declare
  bytes   bytea := convert_to(order_id, 'UTF8');
  bucket  integer := 0;
begin
  for place in 0 .. octet_length(bytes) - 1 loop
    bucket := get_byte(bytes, place) - bucket;
  end loop;
  return bucket & 15;
end
$$;
