"""What a run goes by: settings, rule packs and waivers."""
