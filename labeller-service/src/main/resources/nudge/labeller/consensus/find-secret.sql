SELECT secret FROM consensus_secret
