-- The operating system.
-- ends: refused
os.execute 'touch /tmp/escaped'
